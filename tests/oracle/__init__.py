"""An independent oracle: the design's rules computed the slow, obvious way.

Written from the specification alone, so that it can disagree with the C code.
Read in this order: rulefiles.py (what a rule file says), workdays.py and
calendars.py, terms.py and spelled.py (what a term means), windows.py,
obligations.py (what is owed), notices.py (who hears of it and when);
histories.py and changes.py make random logs and rules, compare.py puts the
programs beside all that, many.py does so many times (`make oracle`).

Where the design leaves a choice, the comment at the place tells the reading.
"""
