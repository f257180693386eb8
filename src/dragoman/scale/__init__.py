"""The same coding on many processes and machines: shards of articles in, shards of codings out.

`shards.cut` and `stage` make shards of what is read, `step.code_shard` turns one into codings, wherever it
runs, and `engines` runs it: in processes of this machine, on a Dask cluster, on Ray. `collecting.collect`
puts what they wrote into a project. Everything lies in one folder (`folders`), local or in an object store:

- ``articles/NAME.jsonl.gz``: a shard, named by a hash of its articles and of the coder;
- ``codings/NAME.jsonl.gz``: its codings, there once the shard is done;
- ``rejects/NAME.jsonl``: its articles that could not be coded; ``rejects/read-NAME.jsonl``: what could not be
  read.

A shard that is done is never done again, so that a run that was cut off goes on where it was.
"""
