-- Tells those who wait for tasks that have ended. `waiting` maps an id to its reply channels.
local function notify(waiting, ids)
  if #ids == 0 then return end
  local channels = redis.pcall('HMGET', waiting, unpack(ids))
  for k = 1, #ids do
    if channels[k] then
      redis.call('HDEL', waiting, ids[k])
      for channel in string.gmatch(channels[k], '%S+') do
        redis.pcall('PUBLISH', channel, ids[k])
      end
    end
  end
end
