-- The state of a queue.
-- KEYS  1 ready stream, 2 scheduled set, 3 dead set, 4 counts hash
-- ARGV  1 group
-- Returns {pending, running, scheduled, dead, age of the oldest pending entry in ms, the counts hash}
--@include try_call
--@include time
local ready, group = KEYS[1], ARGV[1]
local running, last = 0, '0-0'
local groups = try_call('XINFO', 'GROUPS', ready)
if not groups.err then
  for _, info in ipairs(groups) do
    local fields = {}
    for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
    if fields.name == group then running, last = fields.pending, fields['last-delivered-id'] end
  end
end
local age = 0
local oldest = redis.call('XRANGE', ready, '(' .. last, '+', 'COUNT', 1)[1]
if oldest then age = math.max(0, now_ms() - tonumber(string.match(oldest[1], '^%d+'))) end
local pending = math.max(0, redis.call('XLEN', ready) - running)
return {pending, running, redis.call('ZCARD', KEYS[2]), redis.call('ZCARD', KEYS[3]), as_integer(age),
  redis.call('HGETALL', KEYS[4])}
