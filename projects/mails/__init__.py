"""The mails of calls and projects: who reads them, and what they say."""
