"""Tables that leave the portal and come back: XLSX and CSV of calls, projects and their money.

The headings of the columns are English keys and never change; what each means stands on the sheet "about". Values are the same
in every language: 2026-03-02, 47500.00, "amif". Rows are named by natural keys (programme, number of the call, code of the
project, source and year, reference of the payment), so that a table written by one portal can be read by another.
"""
