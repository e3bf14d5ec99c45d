@echo off
rem Looks for new orders until the role is stopped.
:again
echo %date% %time% looking for orders
timeout /t 15 /nobreak >nul
goto again
