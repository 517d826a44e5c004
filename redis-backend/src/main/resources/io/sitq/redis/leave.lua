-- Removes a worker's consumer from the group, unless it has entries pending, which would be lost.
-- KEYS  1 ready stream
-- ARGV  1 group, 2 worker
-- Returns OK | BUSY | NONE (no stream or group)
--@include try_call
local pending = try_call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2])
if pending.err then return 'NONE' end
if #pending > 0 then return 'BUSY' end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
return 'OK'
