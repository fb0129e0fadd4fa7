"""Requests to departments and what comes back (MRG-01 to MRG-07).

splitting  which measure goes to whom; selecting: which measures at all
sending    one workbook per department and the register „abfrage.json“, never in the dataset
register   what was sent to whom, what has come back; reminders
returns    returned workbooks -> decided proposals; recording: what was made of them
reporting  the merge report for the files
"""
