-- Asks to be told when tasks end, unless they have.
-- KEYS  1 ready stream, 2 scheduled set, 3 waiting hash, 4.. the task's hash of each task
-- ARGV  1 group, 2 reply channel, 3 channels kept per task at most, then per task: id
-- Returns per task {'WAITING'}, or what include/snapshot.lua says if it has ended or is not known
--@include try_call
--@include entry
--@include snapshot
local waiting, channel, most = KEYS[3], ARGV[2], tonumber(ARGV[3])

local function register(id)
  local known = redis.call('HGET', waiting, id)
  if not known then
    redis.call('HSET', waiting, id, channel)
    return
  end
  local channels = {}
  for other in string.gmatch(known, '%S+') do
    if other == channel then return end
    channels[#channels + 1] = other
  end
  channels[#channels + 1] = channel
  while #channels > most do table.remove(channels, 1) end
  redis.call('HSET', waiting, id, table.concat(channels, ' '))
end

local out = {}
for k = 1, #KEYS - 3 do
  local key, id = KEYS[k + 3], ARGV[k + 3]
  local head = try_call('HMGET', key, 'entry', 'status')
  if head.err or not head[1] or head[2] then
    out[k] = snapshot(KEYS[1], KEYS[2], ARGV[1], key, id)
  else
    register(id)
    out[k] = {'WAITING'}
  end
end
return out
