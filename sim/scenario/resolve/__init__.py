"""Tables given meaning: names, units, proofs.

    whole         begin here: every part in its order; `complaints` keeps what is wrong, and
                  `doubts` what need not be said of it
    names         what may be named: kinds, milestones, parameters, actors
    record        the timeline in the model's terms; `classes` of its rows
    sites, instruments (with `terms`), gauges (with `options`, `redrawn`), deadlines
    gates         what bodies decide on; `votes` writes their steps, `leanings` proves an end
    steps         an `entry` each, with `triggers`, `delays` and `outcomes`; `loops` are refused
    facts         initial, given, procedure; `checks`, taken apart by `templates`; `whereabouts`
                  they are written
    advice        what could be better: `fit` (by `lags` and `cues`), `hearing`, `doers`, `stated`;
                  `possible` finds what may happen

One file for each part of a scenario, and for each kind of advice.
"""
