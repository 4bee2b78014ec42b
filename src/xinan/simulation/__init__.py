"""A synthetic province: believable facts, with violations whose every finding is known in advance.

`province.make_projects` makes the projects one by one, each from its own streams of chance, so that project k is the same
however many there are. The steps are `plan`, `outline` (registry facts), `people`, `attendance`, `wages`, `money`;
`plantings` change the facts after each step and say what must then be found; `write` writes a snapshot and its truth.
"""
