"""How close it came: forecasters beside a documented record, by proper scores and with baselines.

    timelines   what is held side by side: the dates of what is predicted, in record and runs
    measures    how far off: proper scores, the headline ICC first
    baselines   beside what: forecasters that know little, or ours with something taken away
    doubt       how sure: intervals, rank, calibration, readings of disputed rows

The files beside these folders put them together: `scorecard` (with its `evidence`), `milestones`,
`descriptions`, `checks`; `outlook` and `backtest` for forecasts; `sides` and `comparison`.
Pure: no disk, no clock; what needs chance is handed a generator.
"""
