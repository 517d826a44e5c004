-- Closes one partition of a layout that a queue is about to leave, if nothing is to do there.
-- KEYS  1 ready stream, 2 scheduled set, 3 dead set, 4 recovery hash
-- ARGV  1 the seal, 2 how long it lasts in ms
-- Returns {OK, the server's time in ms} | {BUSY} (tasks or dead letters are there)
--         | {SEALED} (by somebody else)
--
-- A sealed key is a string: whoever still adds a task there is refused with WRONGTYPE, and looks again.
--@include time
local ready, scheduled, seal, ttl_ms = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
if redis.call('TYPE', ready).ok == 'string' then
  if redis.call('GET', ready) ~= seal then return {'SEALED'} end
elseif redis.call('XLEN', ready) + redis.call('ZCARD', scheduled) + redis.call('ZCARD', KEYS[3]) > 0 then
  return {'BUSY'}
end
redis.call('SET', ready, seal, 'PX', ttl_ms)
redis.call('SET', scheduled, seal, 'PX', ttl_ms)
redis.call('DEL', KEYS[4])
return {'OK', as_integer(now_ms())}
