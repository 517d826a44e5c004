-- Writes tasks once more as they are, so that a WAIT which follows on this connection is about them.
-- KEYS  1.. the task's hash of each task
-- ARGV  nothing
-- Returns per task 1, or 0 if it is not there
--
-- WAIT is about the last write of its connection, and the tasks came over another one. HSET is
-- replicated even if it changes nothing.
local out = {}
for k, key in ipairs(KEYS) do
  local entry = redis.call('HGET', key, 'entry')
  if entry then redis.call('HSET', key, 'entry', entry) end
  out[k] = entry and 1 or 0
end
return out
