-- Puts a task into the scheduled set; wakes the promoters if it is due before all others.
local function schedule(scheduled, wake_channel, id, due_ms)
  redis.call('ZADD', scheduled, as_integer(due_ms), id)
  if redis.call('ZRANGE', scheduled, 0, 0)[1] == id then
    redis.pcall('PUBLISH', wake_channel, as_integer(due_ms))
  end
end
