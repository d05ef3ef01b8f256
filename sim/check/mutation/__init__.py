"""A scenario without one of its rules: what is that rule good for?

mutants     a scenario with a rule left out, for each rule
comparing   runs of it beside runs of the scenario, under the same seeds
noticed     which rules no run notices, which checks nothing breaks
"""
