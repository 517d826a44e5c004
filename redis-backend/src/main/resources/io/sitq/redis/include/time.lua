-- The server's clock, in ms since 1970, as an integer that prints without an exponent.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function as_integer(number) return string.format('%.0f', number) end
