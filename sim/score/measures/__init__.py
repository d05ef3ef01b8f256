"""How far off: the proper scores, one a file, each from dates and record to a `Scored`.

scored       a score, and what each run and each part of the record adds to it
icc          dates, repeats, what never happens: the headline, a sum of `crps`
precedence   PB, order
flow         ES_b, control flow
lags         VS, documented lags
occurrence   Brier and log scores of "by then?"
by_name      all of them, in the order in which they are read
"""
