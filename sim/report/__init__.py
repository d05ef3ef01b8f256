"""What is shown: a run beside the record, and tables in a terminal."""
