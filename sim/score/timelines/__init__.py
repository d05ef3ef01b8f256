"""What is held side by side: when each predicted step happened, in the record and in every run.

targets    what is predicted, and its share of the headline
grain      how finely a date is known, the same for both sides
dates      a forecaster's runs; `observed` the documented dates
sequence   a run as days with what happened on them
"""
