-- Removes consumers that have nothing pending and have been idle for long: nothing of theirs is lost.
-- KEYS  1 ready stream
-- ARGV  1 group, 2 how long idle, in ms
-- Returns the names of those that are gone
--@include try_call
local ready, group, gone = KEYS[1], ARGV[1], {}
local consumers = try_call('XINFO', 'CONSUMERS', ready, group)
if consumers.err then return gone end
for _, info in ipairs(consumers) do
  local fields = {}
  for i = 1, #info, 2 do fields[info[i]] = info[i + 1] end
  if fields.pending == 0 and fields.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', ready, group, fields.name)
    gone[#gone + 1] = fields.name
  end
end
return gone
