"""The search for runs that break a rule, and for the shortest story that does.

case       what a run is made of: seed, assumptions, decisions
model      a scenario made ready: program, rules, what is likely of each step
choosing   who decides in a run: whatever is kept, and as little else as may be
trial      one run of a case, until its rule is broken
rates      many seeds: how often each rule is broken, how often it is asked at all
explore    decisions, actors and parameters drawn by Hypothesis, which only this imports
reduce     a case made smaller until nothing can be left out
told       what was found, as a story: what happened, and which decisions matter
chances    how likely these are: each drawn anew along all its times, which `probing` cuts;
           `telling` notes how it came about
stored     a case in a file, and back; `replay` runs it again
search     the parts in their order, for whoever is `waiting`
"""
