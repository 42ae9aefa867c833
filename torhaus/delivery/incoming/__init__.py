"""Mails that come in (`torhaus mail receive`): read without trust, matched to what we sent, never answered."""
