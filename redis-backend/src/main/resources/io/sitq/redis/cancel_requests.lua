-- For which running tasks somebody has asked to cancel them.
-- KEYS  1.. the task's hash of each task
-- ARGV  per task: its entry
-- Returns per task 1 if that entry is to be cancelled, else 0
--@include try_call
local out = {}
for k = 1, #KEYS do
  local h = try_call('HMGET', KEYS[k], 'entry', 'cancel')
  out[k] = (not h.err and h[1] == ARGV[k] and h[2]) and 1 or 0
end
return out
