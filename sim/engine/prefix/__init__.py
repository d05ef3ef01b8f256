"""The record as prefix: a documented past stands in for a run's own, up to a cut.

standpoint   what is known at the cut, and which steps could have emitted it
past         that past, folded and reacted to; who still means to act
fulfilment   which intention a documented row is put down to
silence      what an intention must be, of which the past shows nothing
history      the four put together: a run that stands at the cut
"""
