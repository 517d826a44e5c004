-- Says that a worker is alive.
-- KEYS  1 the worker's hash
-- ARGV  1 TTL in ms, then field, value...
-- Returns OK
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 'OK'
