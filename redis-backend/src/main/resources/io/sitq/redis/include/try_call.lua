-- As redis.pcall, for errors that data may cause, such as a key of another type; but a right that the user
-- lacks ends the script, or it would look like no task, or like one that nobody runs.
local function try_call(...)
  local reply = redis.pcall(...)
  if type(reply) == 'table' and reply.err and (string.find(reply.err, 'NOPERM', 1, true)
      or string.find(reply.err, "can't run this command", 1, true)) then
    local command, first = ...
    error("the user can't run this command: " .. command .. (command == 'XINFO' and ' ' .. first or ''))
  end
  return reply
end
