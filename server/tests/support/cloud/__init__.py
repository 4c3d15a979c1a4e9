"""AWS on this machine: moto's servers, with a Batch that runs what it is given."""
