"""The risk index of a project, 0 to 100: how likely wages are to stand unpaid within 60 days. Not law.

It is a sum of parts. A part is either a signal (`signals`: a figure measured from the facts, larger is worse) or the open
findings of some rules (`parts`). `points` turns each into points by steps that never fall, with a ceiling of its own;
`points.yaml` holds them with what they were calibrated on. `score` adds up. All pure: facts and findings in, index out.
"""
