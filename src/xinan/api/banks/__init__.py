"""The interface of banks: their older XML messages, the JSON set, and the batches they are to pay."""
