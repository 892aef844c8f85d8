"""The rules of recur.c, for contenders in Python: what they are called, the
text of RFC 5545, and the lines that say the same to remind(1)."""

RULES = [
    ("1 June and its last day", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1,-1",
     ["1 Jun", "1 Jul --1"]),
    ("every 3 months", "FREQ=MONTHLY;INTERVAL=3",
     ["1 Jan", "1 Apr", "1 Jul", "1 Oct"]),
    ("last Friday", "FREQ=MONTHLY;BYDAY=-1FR", ["Fri 1 --7"]),
    ("1 October", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1", ["1 Oct"]),
    ("last working day of a quarter", "FREQ=MONTHLY;BYMONTH=3,6,9,12;"
     "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
     [f"1 {month} -1 OMIT Sat Sun" for month in ("Jan", "Apr", "Jul", "Oct")]),
]
