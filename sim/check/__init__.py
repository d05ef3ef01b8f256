"""What must hold: rules about logs in DECLARE's vocabulary, tested and never enforced.

templates  what each template asks, judged on whole histories
rules      a scenario's checks on a history
monitors   the same while a history happens
watching   rules on a run, with conditions and procedure
orders     a check on a record, in every order that its windows allow
record     the record under all rules
search     runs that break a rule, made small and told
holding    one run held against the checks
mutation   scenarios without one of their rules: what each rule is good for
tried      checks and expectations on a few runs, for tests

Pure: events in, verdicts out; the search makes runs, and reads neither clock nor disk.
"""
