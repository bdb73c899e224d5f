"""Tables that leave the portal and come back: workbooks (XLSX), CSV and JSON, for every app that has tables to give.

The headings of the columns are English keys and never change; what each means stands on the sheet "about". Values are the same
in every language: 2026-03-02, 47500.00, "amif". Rows are named by natural keys (code of the organisation, number of the call,
reference of the payment), so that a table written by one portal can be read by another.

Which tables there are is said by `settings.EXCHANGE_TABLES`; how one is written stands in `table.py`.
"""
