"""Tables given meaning: names, units, proofs; one file for each part of a scenario."""
