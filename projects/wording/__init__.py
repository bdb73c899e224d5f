"""What dates, steps and changes of calls and projects are called on pages, in logs and in mails."""
