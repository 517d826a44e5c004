-- Which scheduled tasks are due.
-- KEYS  1 scheduled set
-- ARGV  1 how many at most
-- Returns {ms until the next one is due (0 if one is due now, -1 if none is scheduled), id...}
--@include time
local scheduled, now = KEYS[1], now_ms()
local out = redis.call('ZRANGEBYSCORE', scheduled, '-inf', as_integer(now), 'LIMIT', 0, ARGV[1])
local wait = 0
if #out == 0 then
  local first = redis.call('ZRANGE', scheduled, 0, 0, 'WITHSCORES')
  wait = first[2] and math.max(0, tonumber(first[2]) - now) or -1
end
table.insert(out, 1, as_integer(wait))
return out
