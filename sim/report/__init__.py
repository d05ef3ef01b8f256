"""What is shown: a run beside the record, scorecards, forecasts, comparisons; tables or JSON."""
