"""The office's pages for mails."""
