# Every command prepares what it needs by itself; nothing to install beforehand
# but Python 3.11 or newer (with venv) and make.

PYTHON ?= python3
export PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run nenep test check fix clean lock attack mutate bench drill rehearse

help:
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

run: ## Dùng thử: tự cài đặt, dựng xã mẫu, chạy ở http://127.0.0.1:8000 (đổi cổng: PORT=8001; dựng lại xã mẫu: AGAIN=1; không có xã mẫu: EMPTY=1)
	@exec $(PYTHON) -m tools.run

nenep: ## Chạy một lệnh trên dữ liệu dùng thử, cả khi make run đang chạy: make nenep ARGS='doctor' (ARGS trống: liệt kê lệnh)
	@exec $(PYTHON) -m tools.nenep

test: ## Kiểm tra toàn bộ: mã nguồn, cơ sở dữ liệu, trình duyệt (ALL=1: thêm những gì tốn giờ mà ít khi hỏng)
	@exec $(PYTHON) -m tools.test

check: ## Chỉ kiểm tra mã nguồn: lint, kiểu, ranh giới các tầng, mẫu trang, tệp khóa
	@exec $(PYTHON) -m tools.check

fix: ## Sửa tự động những gì lint và định dạng sửa được
	@exec $(PYTHON) -m tools.check --fix

clean: ## Xóa mọi thứ các lệnh này tạo ra, kể cả dữ liệu dùng thử
	@exec $(PYTHON) -m tools.clean

attack: ## Phá thử từng ràng buộc, chính sách và phép kiểm tra quyền: phải có phép thử phát hiện (lâu; ONLY=…, JSON=TỆP)
	@$(PYTHON) -m tools.prepare test && exec .venv/bin/python -m tools.attack

mutate: ## Đổi thử 200 chỗ trong các quy tắc và phòng họp: phải có phép thử phát hiện (khoảng nửa giờ; JSON=TỆP, COUNT=20)
	@$(PYTHON) -m tools.prepare test && exec .venv/bin/python -m tools.mutate

bench: ## Đo: ONLY=province các trang nặng nhất trên một tỉnh 17.000 chi bộ; ONLY=evening tối mồng 3 nhiều chi bộ cùng họp (lâu; JSON=TỆP)
	@$(PYTHON) -m tools.prepare test && exec .venv/bin/python -m tools.bench

drill: ## Diễn tập trên một bản cài đặt thật: cắt đường, giết tiến trình, đầy đĩa, khôi phục …; không mất, không ghi đôi (khoảng 15 phút; ONLY=…, SEED=7, SHORT=1, JSON=TỆP)
	@$(PYTHON) -m tools.prepare test && exec .venv/bin/python -m tools.drill

rehearse: ## Diễn tập mất máy chủ dữ liệu: khôi phục từ bản nền và nhật ký, đo mất bao nhiêu giây, đợi bao lâu (GB=10, JSON=TỆP)
	@$(PYTHON) -m tools.prepare test && exec .venv/bin/python -m tools.rehearse

lock: ## Khóa lại phiên bản các gói Python và giao diện (UPGRADE=1 để lấy bản mới)
	@exec $(PYTHON) -m tools.lock
