"""Accounts of one event: `compare.meeting.met` finds which documents tell of one encounter."""
