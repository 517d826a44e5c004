-- Holds tasks back until they are due, unless their ids are known.
-- KEYS  1 scheduled set, 2.. the task's hash of each task
-- ARGV  1 wake channel, then per task: id, task name, envelope, delay in ms
-- Returns per task OK | DUPLICATE | ERROR (a foreign type under its key)
--@include try_call
--@include time
--@include schedule
local scheduled, wake_channel = KEYS[1], ARGV[1]
redis.call('ZCARD', scheduled) -- refuses a foreign type under the key before anything is written
local now, out = now_ms(), {}
for k = 1, #KEYS - 1 do
  local key, a = KEYS[k + 1], 4 * k - 2
  local new = try_call('HSETNX', key, 'entry', '-')
  if new == 1 then
    redis.call('HSET', key, 'task', ARGV[a + 1], 'envelope', ARGV[a + 2], 'attempt', 1, 'crashes', 0)
    schedule(scheduled, wake_channel, ARGV[a], now + ARGV[a + 3])
    out[k] = 'OK'
  elseif new == 0 then
    out[k] = 'DUPLICATE'
  elseif string.find(new.err, 'OOM', 1, true) then
    return redis.error_reply(new.err)
  else
    out[k] = 'ERROR'
  end
end
return out
