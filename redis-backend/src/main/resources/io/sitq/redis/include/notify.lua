-- Tells those who wait for tasks that have ended. `waiting` maps an id to its reply channels. What they are
-- told of the k-th is the id, or what message_of(k) says; see docs/redis-keys.md.
local function notify(waiting, ids, message_of)
  if #ids == 0 then return end
  local channels = try_call('HMGET', waiting, unpack(ids))
  for k = 1, #ids do
    if channels[k] then
      redis.call('HDEL', waiting, ids[k])
      local message = message_of and message_of(k) or ids[k]
      for channel in string.gmatch(channels[k], '%S+') do
        redis.pcall('PUBLISH', channel, message)
      end
    end
  end
end
