-- Says that a suspect, a task that was there when a worker died, is about to start.
-- KEYS  1 ready stream, 2 the task's hash
-- ARGV  1 group, 2 worker, 3 entry, 4 the mark: 1000 started among others, 2000 started alone
-- Returns {OK} | {LOST} (the entry is not the worker's any more) | {CANCELLED} (asked for)
--
-- The mark stands in the pending list as the entry's delivery count, and dies with the entry.
--@include try_call
local ready, group, worker, entry = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local lease = try_call('XPENDING', ready, group, entry, entry, 1)
if lease.err or not lease[1] or lease[1][2] ~= worker then return {'LOST'} end
if try_call('HGET', KEYS[2], 'cancel') == '1' then return {'CANCELLED'} end
redis.call('XCLAIM', ready, group, worker, 0, entry, 'RETRYCOUNT', ARGV[4], 'JUSTID')
return {'OK'}
