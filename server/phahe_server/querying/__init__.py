"""Guarded execution: whatever is asked of the store is done by a worker process that can be limited, watched and killed.

    web process  ──job──▶  worker (forked, one job at a time)        `worker`, `limits`, `frames`
        │                     ▲ fork
        └──connect──▶  query server (holds the store, runs nothing)  `server`, `source`, `launch`

The web process leases workers from a `Pool` (`pool`), watches them (`watch`) and kills them by handle; it never touches the store.
docs/decisions/009-guarded-execution.md says why it is built this way, docs/endpoint.md what the limits are.
"""
