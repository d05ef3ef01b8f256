"""What a score stands beside: forecasters that know little, or our own with something taken away.

`naive` knows nothing, or what was announced; `tracks` knows other negotiations; `own` is the
scenario's ensemble with its timing or its coupling destroyed; the scenario without its rules is the
last of `check.mutants`. Definitions N0 to N7: nothing, climatology, rescaled, markov, decoupled,
redrawn, announced, unruled.
"""
