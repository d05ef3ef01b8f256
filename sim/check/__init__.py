"""What must hold: rules about logs in DECLARE's vocabulary, judged on whole histories.

A rule is tested and never enforced. Pure: events in, verdicts out.
"""
