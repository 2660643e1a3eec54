"""Writes what numbers and ledger support, each sentence with its evidence, in any language.

The read side which command line, web and notebook share.

Comes in: a built version of a study.
Goes out: findings, sentences, charts, maps, HTML, PDF, exports.
Does not belong here: new numbers.
"""
