"""What is shown: a run beside the record, scorecards, forecasts, comparisons; as tables or as JSON."""
