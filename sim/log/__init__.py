"""What was recorded: logs of runs, run files, and the documented timeline."""
