"""How close it came: forecasters beside a documented record, by proper scores and with baselines.

    scenario -> targets        what is predicted, and how finely the record knows it
    runs, baselines -> Dates   when each target happened, in each run of a forecaster
    Dates + Observed -> Scored one number, what each run and each target adds to it
    Scored of all -> scorecard skill, intervals, rank, calibration

Pure: no disk, no clock; what needs chance is handed a generator.
"""
