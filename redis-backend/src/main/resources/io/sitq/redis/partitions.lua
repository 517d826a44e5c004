-- Records how a queue is spread, if nobody else has changed that and the seals are still there.
-- KEYS  1 hash of the partitions of queues
-- ARGV  1 queue, 2 what is recorded now, or '', 3 what is to be recorded, 4 until when, in ms since 1970
-- Returns {OK} | {CHANGED} (something else is recorded) | {LATE}
--@include time
if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return {'CHANGED'} end
if now_ms() > tonumber(ARGV[4]) then return {'LATE'} end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return {'OK'}
