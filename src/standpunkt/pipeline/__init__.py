"""The only room that knows every step and its order, and the only importer of `sources`.

Comes in: a study id, a data folder, options of a build.
Goes out: versions of a study, fetched snapshots; progress events on the way.
Does not belong here: formulas.
"""
