"""How sure: what one record, some runs and disputed rows let one say of a score.

uncertainty   intervals by the bootstrap, over runs and over kinds
rank          where the record stands among the runs
calibration   how often its dates fall in the forecast's intervals
band          the headline under each reading of disputed rows
"""
