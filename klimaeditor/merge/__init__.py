"""Three-way merge: what was there, what we made of it, what somebody else made of it.

Deciding and applying are separate. A decision is data – it can be listed, tested, overruled by the
user – and only at the end decisions become one Batch, one step of the history. Nothing is applied
by itself where both sides changed the same thing (MRG-02).

align     which record of another version is which of ours
snapshot  records -> fields that can be decided on; decide; apply: decisions -> Batch
compare   another version against the open dataset; rebase: somebody saved while we were editing
worddiff, describe   for showing two versions side by side
"""
