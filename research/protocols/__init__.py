"""The seams: what each store, index and model promises, whatever stands behind it.

No protocol takes a local path or a vendor's type. Reads take an `Access` and return only what it allows.
`tests/contracts/` holds one suite per protocol that its fake and its real implementation both pass.
"""
