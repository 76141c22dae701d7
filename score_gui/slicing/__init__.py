"""A few regions of a remote BAM or CRAM as a small local file.

The index tells which bytes a region needs. Only those are fetched, into a sparse file of the object's size; htslib
then reads it in a process of its own, as it would read the whole file.
"""
